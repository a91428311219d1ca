import { createContext } from 'react';

/** The path of the screen that is shown; null at the desk. */
export const HereContext = createContext<string | null>(null);
