/** Configurations that are part of the program: bundled as their text. */
declare module '*.yaml' {
  const text: string;
  export default text;
}
