import { useEffect, useRef, useState } from 'react';
import type { TalkMessage } from '../../../wire/console.ts';
import { houseProblem, useHouseChange } from '../house/use-house.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { useTalk } from './talk-context.ts';

interface MediaProps {
  readonly message: TalkMessage;
}

/** A voice note or picture of hers: fetched when somebody asks, drawn or played here, kept nowhere. */
export function MediaOpen({ message }: MediaProps) {
  return message.media === 'voice' ? <Voice message={message} /> : <Picture message={message} />;
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;

/** Through the sound system and not as a file: nothing can be saved from it. */
function Voice({ message }: MediaProps) {
  const t = useText();
  const { conversation } = useTalk();
  const { busy, run } = useHouseChange('media/open');
  const [problem, setProblem] = useState<string | null>(null);
  const [playing, setPlaying] = useState<AudioContext | null>(null);
  useEffect(() => () => void playing?.close(), [playing]);
  const play = async () => {
    setProblem(null);
    const outcome = await run({ conversation, message: message.id, reason: '' });
    if (outcome.status !== 'done') return setProblem(t(houseProblem(outcome) ?? 'media.failed'));
    const sound = new AudioContext();
    try {
      const source = sound.createBufferSource();
      source.buffer = await sound.decodeAudioData(bytesOf(outcome.reply.base64));
      source.connect(sound.destination);
      source.addEventListener('ended', () => setPlaying(null));
      source.start();
      setPlaying(sound);
    } catch {
      await sound.close();
      setProblem(t('media.failed'));
    }
  };
  return (
    <div className="media">
      {playing === null ? (
        <Button look="quiet" isDisabled={busy} onPress={() => void play()}>
          {t('media.listen')}
        </Button>
      ) : (
        <Button look="quiet" onPress={() => setPlaying(null)}>
          {t('media.stop')}
        </Button>
      )}
      {problem !== null && <p role="alert">{problem}</p>}
    </div>
  );
}

/** A reason first, then blurred, then a second click (safety-content §4.1). */
function Picture({ message }: MediaProps) {
  const t = useText();
  const { conversation } = useTalk();
  const { run } = useHouseChange('media/open');
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  useEffect(() => () => picture?.close(), [picture]);
  const open = async (reason: string): Promise<string | null> => {
    const outcome = await run({ conversation, message: message.id, reason });
    if (outcome.status !== 'done') return t(houseProblem(outcome) ?? 'media.failed');
    try {
      const { base64, type } = outcome.reply;
      setPicture(await createImageBitmap(new Blob([bytesOf(base64)], { type })));
      return null;
    } catch {
      return t('media.failed');
    }
  };
  if (picture !== null) return <Drawn picture={picture} />;
  return (
    <NoteDialog
      open={t('media.look')}
      title={t('media.look.title')}
      text={t('media.look.text')}
      label={t('media.look.label')}
      confirm={t('media.look.confirm')}
      onConfirm={open}
    />
  );
}

/** Drawn on a canvas: nothing that could be dragged away or saved. */
function Drawn({ picture }: { readonly picture: ImageBitmap }) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [clear, setClear] = useState(false);
  useEffect(() => {
    canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return (
    <div className="media">
      <canvas
        ref={canvas}
        className="media__picture"
        data-clear={clear}
        width={picture.width}
        height={picture.height}
      >
        {t('note.media.picture')}
      </canvas>
      <Button look="quiet" onPress={() => setClear(!clear)}>
        {t(clear ? 'media.blur' : 'media.clear')}
      </Button>
    </div>
  );
}
