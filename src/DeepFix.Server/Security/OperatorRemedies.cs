using DeepFix.Api;
using DeepFix.Mlflow;

namespace DeepFix.Server.Security;

/// <summary>The remedies of the MLflow client are for whoever runs it. A caller of this server can only ask its operator, who has settings and not environment variables of MLflow.</summary>
internal static class OperatorRemedies
{
    /// <summary>Puts the server's own remedy into a failure that its settings can cure.</summary>
    public static DeepFixException ForCaller(DeepFixException failure)
    {
        if (failure.InnerException is MlflowException { Code: MlflowErrorCode.StoreUnreadable } store) return Unreadable(failure, store);
        if (failure.InnerException is MlflowException cause && Of(cause.Code, (string?)failure.Details["tracking_uri"]) is { } remedy) failure.Details["suggestion"] = remedy;
        return failure;
    }

    // What the client says of a store names folders of this machine.
    private static DeepFixException Unreadable(DeepFixException failure, MlflowException store) => new(
        failure.Code,
        $"The MLflow store at {(string?)failure.Details["tracking_uri"]} cannot be read.",
        "Check that it is the mlflow.db or the mlruns folder that the training wrote to, and that the server runs on that machine and its user may read it.",
        (System.Text.Json.Nodes.JsonObject)failure.Details.DeepClone(),
        store);

    private static string? Of(MlflowErrorCode code, string? trackingUri) => code switch
    {
        MlflowErrorCode.Unauthorized => $"Ask whoever runs this server to set a login for {trackingUri} in DeepFix:Mlflow:Hosts.",
        MlflowErrorCode.CertificateRefused => $"Ask whoever runs this server to name the certificate authority of {trackingUri} in DeepFix:Mlflow:Hosts (ServerCertificatePath), or use the host name that the certificate was issued for.",
        _ => null,
    };
}
