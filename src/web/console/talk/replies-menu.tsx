import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { type MessageKey, translate } from '../text/catalogue.ts';
import { useLanguage, useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';

/** Prepared replies (safety-content §4.3), in the order of a first talk. */
const replies = [
  'reply.1',
  'reply.2',
  'reply.3',
  'reply.4',
  'reply.5',
  'reply.6',
  'reply.7',
  'reply.8',
  'reply.9',
  'reply.10',
  'reply.11',
  'reply.12',
  'reply.handover',
] as const satisfies readonly MessageKey[];

/** Pixels: leaves the person's last words in sight on a phone. */
const tallestMenu = 440;

/**
 * Puts a prepared reply into the box, to be read and changed: it is never sent from here. What goes in is always the
 * Vietnamese; a console in another language shows the meaning below.
 */
export function RepliesMenu({ onChoose }: { readonly onChoose: (reply: string) => void }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <MenuTrigger>
      <Button>{t('composer.replies')}</Button>
      <Popover className="popover" placement="top start" maxHeight={tallestMenu}>
        <Menu
          className="menu"
          aria-label={t('composer.replies')}
          onAction={(key) => onChoose(translate('vi', key as (typeof replies)[number]))}
        >
          {replies.map((key) => (
            <MenuItem key={key} id={key} className="menu__item" textValue={t(key)}>
              <span lang="vi">{translate('vi', key)}</span>
              {language !== 'vi' && <span className="menu__gloss">{t(key)}</span>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
