import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// Imports run one way through the house. Each folder names the folders it may import from.
const MAY_IMPORT = {
  core: [],
  data: ['core'],
  config: ['core'],
  report: ['core'],
  protocol: ['core', 'data', 'config', 'report'],
  prepare: ['core', 'data', 'config', 'report'],
  verify: ['core', 'config', 'report', 'prepare'],
  width: ['core', 'config', 'report'],
  jobs: ['core', 'data', 'config', 'report', 'prepare', 'protocol'],
  server: ['core', 'data', 'config', 'report', 'prepare', 'protocol'],
  cli: ['core', 'data', 'config', 'report', 'prepare', 'protocol', 'verify', 'width', 'jobs'],
  extension: ['core', 'data', 'config', 'report', 'prepare', 'protocol'],
};
const FOLDERS = Object.keys(MAY_IMPORT);

const zones = FOLDERS.flatMap((target) => [
  ...FOLDERS.filter((from) => from !== target && !MAY_IMPORT[target].includes(from)).map((from) => ({
    target: `./src/${target}`,
    from: `./src/${from}`,
    message: `src/${target} may import from: ${MAY_IMPORT[target].join(', ') || 'nothing outside itself'}.`,
  })),
  {
    target: `./src/${target}`,
    from: './webview',
    message: 'The webview is a leaf: nothing in src imports it.',
  },
]);
// What checks a result shares nothing with what made it: of the mathematics it sees the dataset and its random numbers
// alone, of a result its types.
const verifyZones = [
  ...['certify', 'kernel', 'svm', 'linalg'].map((part) => ({ from: `./src/core/${part}` })),
  { from: './src/report', except: ['./result.ts'] },
].map((zone) => ({
  target: './src/verify',
  ...zone,
  message: 'src/verify shares no code with what makes certificates.',
}));
const webviewZones = FOLDERS.filter((from) => from !== 'protocol' && from !== 'report').map((from) => ({
  target: './webview',
  from: `./src/${from}`,
  message: 'The webview sees protocol and report only.',
}));

const ONLY_EXTENSION = { name: 'vscode', message: 'Only src/extension imports vscode.' };
/** What users wrote is read through src/config/yaml-document.ts, which knows the limits. */
const WITHOUT_LIMITS = {
  name: 'yaml',
  importNames: ['parse', 'parseDocument', 'parseAllDocuments', 'Composer'],
  message: 'Texts of users are read by documentOf, which keeps to the limits.',
};

export default tseslint.config(
  // The wasm folder is AssemblyScript: another language, which its own compiler and the type check look after.
  {
    ignores: ['dist/', 'out/', 'node_modules/', 'examples/', 'test/fixtures/', 'src/core/certify/flip/wasm/'],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((c) => ({ ...c, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './webview/tsconfig.json', './test/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'import-x/no-restricted-paths': ['error', { zones: [...zones, ...verifyZones, ...webviewZones] }],
      // Packages have no way back; one of them is a generated file too large to parse.
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
    settings: {
      'import-x/resolver-next': [importX.createNodeResolver({ extensions: ['.ts', '.mjs', '.js', '.json'] })],
    },
  },
  {
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    rules: {
      // Text of users' files becomes text nodes and attributes, never markup or code.
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc', 'createContextualFragment'].map(
          (property) => ({ property, message: 'Data is never markup: build elements with h().' }),
        ),
        { object: 'document', property: 'write', message: 'Data is never markup: build elements with h().' },
      ],
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The core imports nothing outside itself.' }] },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'performance',
        'setTimeout',
        'console',
        'document',
        'window',
        'fetch',
        'Date',
      ],
    },
  },
  {
    files: ['src/!(extension)/**/*.ts', 'webview/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [ONLY_EXTENSION, WITHOUT_LIMITS],
          patterns: [],
        },
      ],
    },
  },
  {
    files: ['src/extension/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [WITHOUT_LIMITS] }] },
  },
  {
    files: ['src/config/yaml-document.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [ONLY_EXTENSION] }] },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'The core imports nothing outside itself.' }] },
      ],
    },
  },
  {
    files: ['src/verify/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'src/verify reads no files and knows no packages.' }] },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        document: 'readonly',
        window: 'readonly',
        getComputedStyle: 'readonly',
      },
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' },
  },
);
