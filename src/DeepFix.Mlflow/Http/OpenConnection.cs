using System.Net;

namespace DeepFix.Mlflow.Http;

/// <summary>Opens a connection to an address that was checked.</summary>
internal delegate Task<Stream> OpenConnection(IPEndPoint address, CancellationToken cancellationToken);
