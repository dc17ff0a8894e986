/** What of Preact the lettering draws with. */

import * as preact from "preact";

export const PARTS = { h: preact.h, Fragment: preact.Fragment };
