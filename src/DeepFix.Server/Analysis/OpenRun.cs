using DeepFix.Fetch;

namespace DeepFix.Server.Analysis;

/// <summary>Where a run is read from, once the caller may have it read.</summary>
/// <param name="tracking">The tracking server or store.</param>
/// <param name="runId">The run.</param>
internal delegate RunSource OpenRun(TrackingLocation tracking, string runId);
