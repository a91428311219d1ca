import { useId, useState } from 'react';
import { type RiskLevel, riskLevels } from '../../../risk/level.ts';
import { useConsole } from '../desk/desk-context.ts';
import { refusalKey } from '../desk/use-command.ts';
import { useText } from '../text/language.tsx';
import { LevelMark } from '../ui/level-mark.tsx';
import { NoteDialog } from '../ui/note-dialog.tsx';
import { useTalk } from './talk-context.ts';

/** Raises or lowers the level: only people lower, and every change has a name and a reason (promise 2). */
export function LevelDialog() {
  const t = useText();
  const { actions } = useConsole();
  const { conversation, line, level: standing } = useTalk();
  const [level, setLevel] = useState<RiskLevel>(standing);
  const save = async (reason: string) => {
    const problem = refusalKey(await actions.run('level', { conversation, level, reason }));
    return problem === null ? null : t(problem);
  };
  return (
    <NoteDialog
      open={t('level.change')}
      title={t('level.change.title', { pseudonym: line.pseudonym })}
      label={t('level.change.reason')}
      confirm={t('level.change.confirm')}
      onConfirm={save}
    >
      <LevelChoice level={level} standing={standing} onChange={setLevel} />
    </NoteDialog>
  );
}

interface LevelChoiceProps {
  readonly level: RiskLevel;
  readonly standing: RiskLevel;
  readonly onChange: (level: RiskLevel) => void;
}

function LevelChoice({ level, standing, onChange }: LevelChoiceProps) {
  const t = useText();
  const name = useId();
  return (
    <fieldset className="choice">
      <legend>{t('level.change.level')}</legend>
      {[...riskLevels].reverse().map((option) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === level}
            onChange={() => onChange(option)}
          />
          <LevelMark level={option} />
          {option === standing && <span className="soft">{t('level.now')}</span>}
        </label>
      ))}
    </fieldset>
  );
}
