import type { ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import type { HouseRead } from './use-house.ts';

interface HouseDataProps<Reply> {
  readonly read: HouseRead<Reply>;
  readonly children: (reply: Reply) => ReactNode;
}

/** What was read, or in its place that it is on its way, or why it is not there and a button to ask again. */
export function HouseData<Reply>({ read, children }: HouseDataProps<Reply>) {
  const t = useText();
  if (read.status === 'ready') return children(read.reply);
  if (read.status === 'loading')
    return (
      <output className="soft" data-waiting>
        {t('house.loading')}
      </output>
    );
  return (
    <div className="panel" role="alert">
      <p>{t(read.problem)}</p>
      <Button onPress={read.again}>{t('app.again')}</Button>
    </div>
  );
}
