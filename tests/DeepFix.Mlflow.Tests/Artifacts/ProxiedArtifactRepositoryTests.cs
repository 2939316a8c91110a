using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class ProxiedArtifactRepositoryTests : FakeServerContract
{
    private protected override IArtifactRepository Open(MlflowHttp http, FakeRun run) => new ProxiedArtifactRepository(http, http.Base, $"{run.ExperimentId}/{run.Id}/artifacts", unproxied: null);
}
