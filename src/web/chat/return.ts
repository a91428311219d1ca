import { comeBack, getReturnCode, getTask } from './direct-line.ts';
import { byId } from './dom.ts';
import { solve } from './proof-of-work.ts';
import type { Session } from './session.ts';
import { textOf } from './text.ts';

/**
 * Coming back after the page was closed: a code like a telephone number, and two digits of her own. Nothing of it is
 * kept on the phone; whoever has a talk open gets a code, whoever has none may give one.
 */
export function prepareReturn(session: Session, onBack: (watermark: string) => void): void {
  const said = byId('return-said');
  const value = (id: string): string => (byId(id) as HTMLInputElement).value.replaceAll(/\D/g, '');

  async function keep(): Promise<void> {
    const grant = session.current();
    const word = value('keep-word');
    if (grant === null || word.length !== 2) return say('web.return.two');
    const reply = await getReturnCode(grant, word);
    if (reply.status !== 'ok') return say('web.return.later');
    said.textContent = `${textOf('web.return.yours')} ${reply.value}`;
  }

  async function back(): Promise<void> {
    const code = value('back-code');
    const word = value('back-word');
    if (code.length !== 10 || word.length !== 2) return say('web.return.form');
    say('web.return.wait');
    const task = await getTask();
    if (task.status !== 'ok') return say('web.return.later');
    const reply = await comeBack({ code, word, task: task.value.task, answer: await solve(task.value) });
    if (reply.status === 'gone') return say('web.return.wrong');
    if (reply.status !== 'ok') return say('web.return.later');
    said.textContent = '';
    session.adopt(reply.value);
    onBack(reply.value.watermark);
  }

  function say(key: Parameters<typeof textOf>[0]): void {
    said.textContent = textOf(key);
  }

  for (const [id, act] of [
    ['keep', keep],
    ['back', back],
  ] as const) {
    byId(id).addEventListener('submit', (event) => {
      event.preventDefault();
      act().catch(() => say('web.return.later'));
    });
  }
}
