using System.Net;

namespace DeepFix.Mlflow.Http;

/// <summary>Resolves a host's addresses.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);
