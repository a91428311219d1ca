import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, StartError } from '../main.ts';
import { makeReport } from '../report.ts';
import { sentenceOf } from '../start-sentence.ts';
import { checkBundles } from '../web/stamp.ts';
import { type DemoRoom, openDemoRoom } from './demo/room.ts';

/* `npm run demo`: the whole product in a minute, on loopback, in a folder that is gone afterwards. */

const report = makeReport((line) => void process.stderr.write(line));
const folder = await mkdtemp(join(tmpdir(), 'hien-demo-'));
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
});

try {
  await run();
} catch (fault) {
  const sentence = sentenceOf(fault);
  if (sentence === null) report('demo-failed', fault);
  console.error(sentence ?? 'The demo could not go on: the line above says where.');
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();

async function run(): Promise<void> {
  const bundles = await checkBundles(root);
  if (bundles !== 'fresh')
    throw new StartError(`The web pages in dist/web are ${bundles}: run "npm run build:web".`);
  const room = await openDemoRoom({ folder, port: process.env['PORT'], report });
  announce(room);
  await stopped;
  await room.close();
}

function announce({ url, phones, staff, password }: DemoRoom): void {
  const names = staff.map(
    ({ name, role, played }) => `  ${name} (${role}${played ? ', played by the program' : ''})`,
  );
  console.log(`Hiên: bản thử trên máy này, mọi người nhắn đều là bịa. / A demo on this machine; everybody is invented.

Người nhắn / people:      ${url}/
Ba điện thoại / phones:   ${phones}
Bàn trực   / console:     ${url}/console/
Mật khẩu   / password:    ${password}
Đăng nhập  / sign in as:
${names.join('\n')}

Thử:
  1. Mở bàn trực, đăng nhập là Lan, bấm nghe chuông rồi vào ca. Chuông kêu vì có người đang chờ.
  2. Bấm nhận cuộc tiếp theo, đọc vì sao mức như vậy, rồi viết một câu: người đó sẽ trả lời.
  3. Mở trang người nhắn ở cửa sổ khác, bấm Gấp, rồi xem bàn trực.
  4. Đăng nhập là Thu ở cửa sổ ẩn danh để xem cả phòng và giao cuộc.
Try:
  1. Open the console, sign in as Lan, listen to the bell and go on shift. It rings, because people are waiting.
  2. Take the next conversation, read the reasons for its level, and write: the person will answer.
  3. Open the people's page in another window, press Gấp, and look at the console.
  4. Sign in as Thu in a private window to see the whole room and to assign conversations.

Ctrl-C: dừng và xóa hết / stops and removes everything.`);
}
