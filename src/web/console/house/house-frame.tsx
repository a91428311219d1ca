import { Suspense } from 'react';
import { Bars } from '../desk/bars.tsx';
import { TopBar } from '../desk/top-bar.tsx';
import { useText } from '../text/language.tsx';
import { ScreenGuard } from '../ui/broken-screen.tsx';
import { Foot } from '../ui/foot.tsx';
import { HereContext } from './here.ts';
import type { HouseScreen } from './screens.ts';

/** A screen of the house inside the same bars as the desk: line, sound and alarm are above everything, always. */
export function HouseFrame({ screen: { path, title, screen: Screen } }: { readonly screen: HouseScreen }) {
  const t = useText();
  return (
    <HereContext value={path}>
      <div className="desk" data-view="house">
        <TopBar />
        <Bars />
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also by keyboard, when nothing in it can be focused */}
        <div className="house" tabIndex={0}>
          <ScreenGuard key={path}>
            <main className="house__main">
              <h1>{t(title)}</h1>
              <Suspense
                fallback={
                  <output className="soft" data-waiting>
                    {t('house.loading')}
                  </output>
                }
              >
                <Screen />
              </Suspense>
            </main>
          </ScreenGuard>
        </div>
        <Foot />
      </div>
    </HereContext>
  );
}
