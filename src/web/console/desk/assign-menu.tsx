import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';
import { useDesk } from './desk-context.ts';
import { useCommand } from './use-command.ts';

interface AssignMenuProps {
  readonly conversation: string;
  readonly pseudonym: string;
}

/** A supervisor gives an entry to a colleague on shift. */
export function AssignMenu({ conversation, pseudonym }: AssignMenuProps) {
  const t = useText();
  const command = useCommand();
  const onShift = useDesk().staff.filter((colleague) => colleague.onShift);
  if (onShift.length === 0) return <p className="soft">{t('queue.assign.nobody')}</p>;
  return (
    <MenuTrigger>
      <Button look="quiet" aria-label={`${t('queue.assign')} ${pseudonym}`}>
        {t('queue.assign')}
      </Button>
      <Popover className="popover">
        <Menu
          className="menu"
          aria-label={t('queue.assign')}
          onAction={(staff) => void command('assign', { conversation, staff: String(staff) })}
        >
          {onShift.map((colleague) => (
            <MenuItem key={colleague.id} id={colleague.id} className="menu__item" textValue={colleague.name}>
              {t('queue.assign.person', { name: colleague.name, talks: colleague.talks })}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
