using DeepFix.Testing;

// A stateful MLflow on loopback for tests that are not written in .NET: prints its address, ends when standard input does.
await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
await Console.Out.WriteLineAsync(mlflow.Uri.AbsoluteUri.TrimEnd('/'));
await Console.Out.FlushAsync();
while (await Console.In.ReadLineAsync() is not null)
{
}
