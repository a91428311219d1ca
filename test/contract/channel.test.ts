import { activityBench } from './channel-activity.ts';
import { channelContract } from './channel-suite.ts';
import { telegramBench } from './channel-telegram.ts';
import { webBench } from './channel-web.ts';
import { zaloBench } from './channel-zalo.ts';

channelContract('web', ['push', 'block', 'window'], webBench);
channelContract('telegram', ['window'], telegramBench);
channelContract('zalo', [], zaloBench);
channelContract('activity', ['window'], activityBench);
