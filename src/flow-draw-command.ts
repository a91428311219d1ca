import { drawFlow } from './flow/draw.ts';
import type { CommandStreams } from './flow-chat-command.ts';
import { textsOf } from './flow-check.ts';
import { flowOf } from './flow-named.ts';
import { loadFlows } from './flows-on-disk.ts';

/** `hien flow draw FLOW`: a flow, by its id or as a file, as a Mermaid flowchart. Gives the exit status. */
export function runFlowDraw(args: readonly string[], { output, error }: CommandStreams): number {
  const [name, ...more] = args;
  if (name === undefined || more.length > 0) {
    error.write('hien flow draw needs one FLOW.\n');
    return 2;
  }
  const { folder, flow } = flowOf(name);
  const plan = loadFlows(folder).library.current(flow);
  if (plan === null) {
    error.write(`There is no sound flow “${flow}”: see hien flow check.\n`);
    return 1;
  }
  output.write(`${drawFlow(plan, textsOf(plan))}\n`);
  return 0;
}
