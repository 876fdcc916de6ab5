/** The part of Compose's own component that frontend/deploy/publication.cjs extends: the package has no types. */
declare module "@osls/compose/components/framework" {
  export = class Framework {
    context: { startProgress(text: string): void; successProgress(text: string): void };
    exec(command: string, parameters: string[]): Promise<unknown>;
  };
}
