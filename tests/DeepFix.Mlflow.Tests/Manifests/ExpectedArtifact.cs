using YamlDotNet.RepresentationModel;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>An artifact as MLflow's own client read it. The hash is null for folders, and where MLflow's client could not fetch the file.</summary>
internal sealed record ExpectedArtifact(string Path, bool IsDirectory, bool IsEmptyFolder, long? Size, string? Sha256, string? ClientError)
{
    public static ExpectedArtifact From(YamlNode node) => new(
        node.Text("path")!, node.IsTrue("is_dir"), node.IsTrue("empty"), node.Integer("size"), node.Text("sha256"), node.Text("client_error"));
}
