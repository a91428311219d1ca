import { type MouseEvent, use, useId, useState } from 'react';
import { useDesk } from '../desk/desk-context.ts';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { HereContext } from './here.ts';
import { addressOf } from './route.ts';
import { screensFor } from './screens.ts';
import { goTo } from './use-route.ts';

/** The screens of this role. Wide: links in a row. Narrow: behind one button, in the flow, so that it covers nothing. */
export function HouseNav() {
  const t = useText();
  const id = useId();
  const { me } = useDesk();
  const [open, setOpen] = useState(false);
  const screens = screensFor(me.role);
  if (screens.length === 0) return null;
  return (
    <nav className="house-nav" aria-label={t('house.nav')} data-open={open}>
      <span className="house-nav__button">
        <Button look="quiet" aria-expanded={open} aria-controls={id} onPress={() => setOpen(!open)}>
          {t('house.menu')}
        </Button>
      </span>
      <ul className="house-nav__list" id={id}>
        {[{ path: null, title: 'house.desk' } as const, ...screens].map(({ path, title }) => (
          <li key={title}>
            <NavLink path={path} text={t(title)} onGone={() => setOpen(false)} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface NavLinkProps {
  readonly path: string | null;
  readonly text: string;
  readonly onGone: () => void;
}

function NavLink({ path, text, onGone }: NavLinkProps) {
  const here = use(HereContext) === path;
  const go = (event: MouseEvent) => {
    // With a modifier the browser opens a window of its own.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(path);
    onGone();
  };
  return (
    <a
      className="house-nav__link"
      href={addressOf(path)}
      aria-current={here ? 'page' : undefined}
      onClick={go}
    >
      {text}
    </a>
  );
}
