using DeepFix.Mlflow;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Security;

/// <summary>How a tracking server is spoken to: with the operator's credentials for this very host, never with the caller's, nor with those in the server's environment.</summary>
internal sealed class MlflowAccess(IOptions<ServerOptions> options, MlflowNetwork network)
{
    /// <summary>For a tracking server; null: for a store on this machine, which needs no login.</summary>
    public MlflowOptions For(Origin? trackingHost)
    {
        MlflowAccessOptions access = options.Value.Mlflow;
        MlflowHostOptions? login = trackingHost is null ? null : access.Hosts.FirstOrDefault(h => trackingHost.Equals(Origin.Parse(h.Url)));
        return new MlflowOptions
        {
            UseEnvironment = false,
            Network = network,
            Username = login?.Username,
            Password = login?.Password,
            Token = login?.Token,
            Workspace = login?.Workspace,
            InsecureTls = login?.InsecureTls,
            ServerCertificatePath = login?.ServerCertificatePath,
            ClientCertificatePath = login?.ClientCertificatePath,
            RequestTimeout = TimeSpan.FromSeconds(access.RequestTimeoutSeconds),
            AllowedArtifactRoots = options.Value.AllowedArtifactRoots,
            S3EndpointUrl = access.S3EndpointUrl,
            S3Region = access.S3Region,
            S3AccessKeyId = access.S3AccessKeyId,
            S3SecretAccessKey = access.S3SecretAccessKey,
            AzureConnectionString = access.AzureConnectionString,
        };
    }
}
