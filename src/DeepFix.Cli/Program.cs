using DeepFix.Cli;

Terminal terminal = Terminal.OfThisProcess();
int exitCode = await CommandLineProgram.RunAsync(args, terminal);
await terminal.Out.FlushAsync();
return exitCode;
