import { lazy, Suspense } from 'react';
import { Dialog, DialogTrigger, Modal, ModalOverlay } from 'react-aria-components';
import { useText } from '../text/language.tsx';
import { Button } from '../ui/button.tsx';

/** A chunk of its own: the desk stays small. */
const CloseForm = lazy(async () => ({
  default: (await import('../house/contacts/close-form.tsx')).CloseForm,
}));

/** Closing is a deliberate second step, with the contact record between. */
export function CloseDialog() {
  const t = useText();
  return (
    <DialogTrigger>
      <Button>{t('close.open')}</Button>
      <ModalOverlay className="overlay">
        <Modal className="modal modal--wide">
          <Dialog className="dialog" aria-label={t('close.open')}>
            {({ close }) => (
              <Suspense
                fallback={
                  <output className="soft" data-waiting>
                    {t('house.loading')}
                  </output>
                }
              >
                <CloseForm onDone={close} />
              </Suspense>
            )}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}
