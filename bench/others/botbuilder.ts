import {
  type Activity,
  BotAdapter,
  type ConversationReference,
  ConversationState,
  type ResourceResponse,
  type Storage,
  type StoreItem,
  type StoreItems,
  TurnContext,
} from 'botbuilder';
import {
  ChoicePrompt,
  DialogSet,
  DialogTurnStatus,
  ListStyle,
  type PromptValidatorContext,
  TextPrompt,
  WaterfallDialog,
  type WaterfallStepContext,
} from 'botbuilder-dialogs';
import {
  type Bot,
  digits,
  type Engine,
  lastWords,
  makeTextStore,
  questions,
  questionText,
  type TextStore,
} from '../engine.ts';

/** The storage interface of the SDK over the store of strings. */
class TextStorage implements Storage {
  readonly #store: TextStore;
  constructor(store: TextStore) {
    this.#store = store;
  }
  async read(keys: string[]): Promise<StoreItems> {
    const found: StoreItems = {};
    for (const key of keys) {
      const text = await this.#store.read(key);
      if (text !== undefined) found[key] = JSON.parse(text) as StoreItem;
    }
    return found;
  }
  async write(changes: StoreItems): Promise<void> {
    for (const [key, item] of Object.entries(changes)) await this.#store.write(key, JSON.stringify(item));
  }
  async delete(keys: string[]): Promise<void> {
    for (const key of keys) await this.#store.delete(key);
  }
}

/** Keeps what would be sent. */
class RecordingAdapter extends BotAdapter {
  said: string[] = [];
  override sendActivities(_: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    this.said.push(...activities.map(({ text }) => text ?? ''));
    return Promise.resolve(activities.map(() => ({ id: '1' })));
  }
  override updateActivity(): Promise<void> {
    return Promise.resolve();
  }
  override deleteActivity(): Promise<void> {
    return Promise.resolve();
  }
  override continueConversation(_: Partial<ConversationReference>): Promise<void> {
    return Promise.resolve();
  }
}

type Prompting = 'text' | 'choice';

/** A waterfall of ten prompts; what is stored is the name of the waterfall, the step's number and the prompt's name. */
function dialogsOf(state: ConversationState, prompting: Prompting, renamed: boolean): DialogSet {
  const dialogs = new DialogSet(state.createProperty('dialogs'));
  const prompt = renamed ? 'asked_anew' : 'asked';
  const isAnswer = ({ recognized }: PromptValidatorContext<string>): Promise<boolean> =>
    Promise.resolve(digits.some((digit) => String(digit) === recognized.value));
  dialogs.add(prompting === 'text' ? new TextPrompt(prompt, isAnswer) : choicePrompt(prompt));
  const ask = (at: number) => (step: WaterfallStepContext<Record<string, string>>) => {
    keep(step, at);
    return step.prompt(prompt, {
      prompt: questionText(at),
      ...(prompting === 'choice' && { choices: digits.map(String) }),
    });
  };
  dialogs.add(
    new WaterfallDialog<Record<string, string>>('ten', [
      ...Array.from({ length: questions }, (_, at) => ask(at)),
      async (step) => {
        keep(step, questions);
        await step.context.sendActivity(lastWords);
        return step.endDialog(step.values);
      },
    ]),
  );
  return dialogs;
}

function choicePrompt(name: string): ChoicePrompt {
  const made = new ChoicePrompt(name);
  made.style = ListStyle.none;
  return made;
}

function keep(step: WaterfallStepContext<Record<string, string>>, at: number): void {
  if (at === 0) return;
  const answer = step.result as string | { value: string };
  const values = step.values as Record<string, string>;
  values[`v${String(at - 1)}`] = typeof answer === 'string' ? answer : answer.value;
}

function makeBot(store: TextStore, prompting: Prompting, renamed: boolean): Bot {
  const adapter = new RecordingAdapter();
  const state = new ConversationState(new TextStorage(store));
  const dialogs = dialogsOf(state, prompting, renamed);
  const run = async (person: string, text: string): Promise<string> => {
    adapter.said = [];
    const context = new TurnContext(adapter, {
      type: 'message',
      channelId: 'bench',
      id: '1',
      text,
      from: { id: person, name: '' },
      recipient: { id: 'bot', name: '' },
      conversation: { id: person, isGroup: false, conversationType: '', name: '' },
    });
    const dialog = await dialogs.createContext(context);
    const result = await dialog.continueDialog();
    if (result.status === DialogTurnStatus.empty) await dialog.beginDialog('ten');
    await state.saveChanges(context);
    return adapter.said.join('\n');
  };
  return { begin: (person) => run(person, 'hi'), turn: (person, digit) => run(person, String(digit)) };
}

const engineOf = (prompting: Prompting): Engine => ({
  name: `botbuilder-dialogs, ${prompting} prompt`,
  make: (store, renamed) => makeBot(store, prompting, renamed !== undefined),
  /** The SDK has no clock of its own: nothing can be armed, so a new process has nothing to fire. */
  async trySilence() {
    const store = makeTextStore();
    await makeBot(store, prompting, false).begin('p');
    const before = store.size();
    makeBot(store, prompting, false);
    await new Promise((done) => setTimeout(done, 50));
    const holds = store.size() !== before;
    return { holds, seen: holds ? 'something happened' : 'there is no clock to arm' };
  },
});

export const engines: readonly Engine[] = [engineOf('text'), engineOf('choice')];
