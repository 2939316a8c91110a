using DeepFix.Mlflow;

namespace DeepFix.Server.Security;

internal static class TrackingAccessExtensions
{
    /// <summary>Which tracking servers may be read from, and how.</summary>
    public static void AddTrackingAccess(this IServiceCollection services)
    {
        services.AddSingleton<ListeningAddresses>();
        services.AddSingleton<TrackingHosts>();
        services.AddSingleton(provider => new MlflowNetwork(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MlflowAccess>();
    }
}
