using DeepFix.Server.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Health;

/// <summary>Artifacts can be kept while they are analysed: the folder for them takes a file.</summary>
internal sealed class TempFolderCheck(IOptions<ServerOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            string folder = options.Value.TempFolder ?? Path.GetTempPath();
            Directory.CreateDirectory(folder);
            var probe = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
            await using var file = new FileStream(Path.Combine(folder, $"ready-{Path.GetRandomFileName()}"), probe);
            await file.WriteAsync("ready"u8.ToArray(), cancellationToken);
            return DiskRoom.IsShort(folder)
                ? HealthCheckResult.Unhealthy("nearly full: free space, or name a folder on another disk in DeepFix:TempFolder")
                : HealthCheckResult.Healthy("writable");
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return HealthCheckResult.Unhealthy("not writable: free space, give the server's user the right to write, or name another folder in DeepFix:TempFolder");
        }
    }
}
