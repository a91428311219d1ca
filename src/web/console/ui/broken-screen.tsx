import { Component, type ReactNode } from 'react';
import { useText } from '../text/language.tsx';
import { Button } from './button.tsx';

/** Shows a way on when a screen throws, instead of a white page at three in the morning. */
export class ScreenGuard extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return <BrokenScreen onReopen={() => this.setState({ broken: false })} />;
  }
}

function BrokenScreen({ onReopen }: { readonly onReopen: () => void }) {
  const t = useText();
  return (
    <main className="door" role="alert">
      <p>{t('app.broken')}</p>
      <Button look="main" onPress={onReopen}>
        {t('app.reopen')}
      </Button>
    </main>
  );
}
