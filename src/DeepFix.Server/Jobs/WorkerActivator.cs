using Hangfire;

namespace DeepFix.Server.Jobs;

/// <summary>Workers come from this server's own services: Hangfire's default is one activator for all servers of a process.</summary>
internal sealed class WorkerActivator(IServiceProvider services) : JobActivator
{
    public override object ActivateJob(Type jobType) => services.GetRequiredService(jobType);
}
