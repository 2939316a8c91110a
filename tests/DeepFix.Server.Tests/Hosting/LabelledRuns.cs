using DeepFix.Testing;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>The runs under runs/: artifact folders of trainings whose fault is known.</summary>
public static class LabelledRuns
{
    public const string NanLoss = "nan-loss";
    public const string Healthy = "healthy";

    public static string Folder(string name) => RepositoryFiles.Path("tests", "DeepFix.Server.Tests", "runs", name);

    /// <summary>Puts a run's artifacts, or some of them, into MLflow under the run's name.</summary>
    public static FakeRun Add(this FakeMlflow mlflow, string name, string under = "")
    {
        FakeRun run = mlflow.Store.AddRun(id: name);
        run.Status = "FINISHED";
        string folder = Folder(name);
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(folder, under), "*", SearchOption.AllDirectories))
            run.WithArtifact(System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'), FakeArtifact.Of(File.ReadAllBytes(file)));
        return run;
    }
}
