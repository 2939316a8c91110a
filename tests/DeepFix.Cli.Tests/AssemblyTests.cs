namespace DeepFix.Cli.Tests;
