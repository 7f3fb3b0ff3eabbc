export function bundleFuzzer(folder: string): Promise<void>;
