import { HouseData } from '../house-data.tsx';
import { useHouse } from '../use-house.ts';
import { CentreForm } from './centre-form.tsx';

/** What the centre decides about itself. */
export function CentreScreen() {
  const read = useHouse('centre/read', {});
  return <HouseData read={read}>{(reply) => <CentreForm reply={reply} />}</HouseData>;
}
