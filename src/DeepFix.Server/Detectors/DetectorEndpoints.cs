using DeepFix.Api;
using DeepFix.Detectors;

namespace DeepFix.Server.Detectors;

internal static class DetectorEndpoints
{
    public static void MapDetectors(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/v1/detectors", () => TypedResults.Json(DetectorDescriptions.All, DeepFixJson.Plain.IReadOnlyListDetectorInfo, contentType: "application/json"))
            .WithName("detectors")
            .WithSummary("Every code that is judged: what it means, what it reads, on which limits it turns, what helps.")
            .WithTags("analysis")
            .Produces<IReadOnlyList<DetectorInfo>>();
}
