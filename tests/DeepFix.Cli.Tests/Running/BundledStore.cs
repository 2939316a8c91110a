using Microsoft.Data.Sqlite;

namespace DeepFix.Cli.Tests.Running;

/// <summary>The bundled store.</summary>
internal static class BundledStore
{
    public const string HealthyRun = "9c047c3438fe41ae9b36f35b547ca910";
    public const string RunWithNan = "29ec2d2f2f8a44dca98b43244a70daa8";
    public const string RunWithoutArtifacts = "6bbc36edbb904a0d8aeb587e7b312c5e";

    public static string Uri => "sqlite:///" + Repository.PathOf("samples", "demo", "mlflow.db");

    /// <summary>A copy that a test may edit.</summary>
    public static string CopyTo(Folder folder)
    {
        string source = Repository.PathOf("samples", "demo");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string target = folder[Path.Combine("demo", Path.GetRelativePath(source, file))];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder[Path.Combine("demo", "mlflow.db")];
    }

    /// <returns>How many rows it changed.</returns>
    public static int Edit(string database, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts stand in the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }
}
