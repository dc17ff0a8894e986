/** What of Preact the tools draw with. */

import * as preact from "preact";

export const PARTS = { h: preact.h, Fragment: preact.Fragment };
