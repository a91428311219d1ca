import { makeLivingDirectory } from '../../src/app/living-directory.ts';
import { readCatalogueFolder } from '../../src/catalogue-on-disk.ts';
import { readRegisterFolder } from '../../src/directory-on-disk.ts';
import { surroundings } from '../../src/flow-surroundings.ts';
import { loadFlows } from '../../src/flows-on-disk.ts';
import { type FlowTexts, makeCatalogue } from '../../src/locale/catalogue.ts';
import { loadDetector } from '../../src/risk-rules-on-disk.ts';

/** The shipped flows, texts, register and rules, read once for all tests of a file. */
export function shippedContent() {
  const flows = loadFlows();
  const texts = readCatalogueFolder('locales');
  const register = readRegisterFolder('flows');
  if (texts.status === 'broken') throw new Error(texts.problems.join('\n'));
  if (register.status === 'broken') throw new Error(register.problems.join('\n'));
  const catalogueOf = (named: readonly FlowTexts[]) => makeCatalogue(texts.files, named);
  const catalogue = catalogueOf(flows.plans.map((plan) => ({ namespace: plan.flow, texts: plan.texts })));
  const { plans, files } = flows;
  return {
    flows,
    catalogue,
    shipped: { plans, files, around: (now: number) => surroundings(now), catalogueOf },
    register: register.register,
    directory: makeLivingDirectory(register.register, null),
    detector: loadDetector(),
  };
}
