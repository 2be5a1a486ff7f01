export declare const PNPM: string;
export declare function pnpmCall(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly file: string; readonly args: string[]; readonly env: NodeJS.ProcessEnv };
