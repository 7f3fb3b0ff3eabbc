export type MapRole = 'plain' | 'test' | 'labelled' | 'open' | 'turned' | 'flipped';
