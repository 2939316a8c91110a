using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class ServerArtifactRepositoryTests : FakeServerContract
{
    private protected override IArtifactRepository Open(MlflowHttp http, FakeRun run) => new ServerArtifactRepository(http, run.Id);
}
