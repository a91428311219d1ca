import { channelContract } from './channel-suite.ts';
import { telegramBench } from './channel-telegram.ts';

channelContract('telegram', ['window'], telegramBench);
