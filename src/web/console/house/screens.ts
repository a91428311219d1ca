import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { HouseRole } from '../../../wire/house/calls.ts';
import type { MessageKey } from '../text/catalogue.ts';

/** One screen beside the desk. */
export interface HouseScreen {
  /** Its place in the address: `#/<path>`. */
  readonly path: string;
  readonly title: MessageKey;
  /** Who finds it in the navigation; what she may do there the server decides. */
  readonly roles: readonly HouseRole[];
  /** A chunk of its own, so that the desk stays small. */
  readonly screen: LazyExoticComponent<ComponentType>;
}

/** All screens in the order of the navigation. */
export const houseScreens: readonly HouseScreen[] = [
  {
    path: 'night',
    title: 'night.title',
    roles: ['counsellor', 'supervisor', 'administrator'],
    screen: lazy(async () => ({ default: (await import('./night/night-screen.tsx')).NightScreen })),
  },
  {
    path: 'numbers',
    title: 'numbers.title',
    roles: ['counsellor', 'supervisor', 'interpreter', 'administrator', 'auditor'],
    screen: lazy(async () => ({ default: (await import('./numbers/numbers-screen.tsx')).NumbersScreen })),
  },
  {
    path: 'aids',
    title: 'aids.title',
    roles: ['counsellor', 'supervisor', 'interpreter', 'administrator'],
    screen: lazy(async () => ({ default: (await import('./aids/aids-screen.tsx')).AidsScreen })),
  },
  {
    path: 'contacts',
    title: 'contacts.title',
    roles: ['counsellor', 'supervisor', 'administrator', 'auditor'],
    screen: lazy(async () => ({ default: (await import('./contacts/contacts-screen.tsx')).ContactsScreen })),
  },
  {
    path: 'reports',
    title: 'report.title',
    roles: ['supervisor', 'administrator', 'auditor'],
    screen: lazy(async () => ({ default: (await import('./reports/reports-screen.tsx')).ReportsScreen })),
  },
  {
    path: 'roster',
    title: 'roster.title',
    roles: ['counsellor', 'supervisor', 'interpreter', 'administrator', 'auditor'],
    screen: lazy(async () => ({ default: (await import('./roster/roster-screen.tsx')).RosterScreen })),
  },
  {
    path: 'facts',
    title: 'facts.title',
    roles: ['counsellor', 'supervisor', 'administrator'],
    screen: lazy(async () => ({
      default: (await import('./staff-facts/staff-facts-screen.tsx')).StaffFactsScreen,
    })),
  },
  {
    path: 'live',
    title: 'live.title',
    roles: ['supervisor', 'administrator', 'auditor'],
    screen: lazy(async () => ({
      default: (await import('./going-live/going-live-screen.tsx')).GoingLiveScreen,
    })),
  },
  {
    path: 'centre',
    title: 'centre.title',
    roles: ['counsellor', 'supervisor', 'administrator', 'auditor'],
    screen: lazy(async () => ({ default: (await import('./centre/centre-screen.tsx')).CentreScreen })),
  },
];

const isFor = (role: string, { roles }: HouseScreen): boolean => roles.some((one) => one === role);

/** The screens that this role may open. */
export const screensFor = (role: string): readonly HouseScreen[] =>
  houseScreens.filter((screen) => isFor(role, screen));

/** The screen behind an address; null for the desk, for unknown ones and for those of other roles. */
export const screenAt = (path: string | null, role: string): HouseScreen | null =>
  screensFor(role).find((screen) => screen.path === path) ?? null;
