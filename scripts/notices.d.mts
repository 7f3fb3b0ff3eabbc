/** Path of the file. */
export const NOTICES: string;
/** The text of the file. @param folders of the packages */
export function notices(folders: readonly string[]): string;
/** Of a build made for it. */
export function currentNotices(): Promise<string>;
