namespace DeepFix.Api;

/// <summary>What is known of a knowledge item itself.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Title">Title.</param>
/// <param name="Domain">training, data_quality, architecture or optimization.</param>
/// <param name="Tags">At most five tags.</param>
/// <param name="Version">Version of the text.</param>
/// <param name="Reliability">How well established the item is, 0 to 1.</param>
public sealed record KnowledgeMetadata(string Id, string Title, string Domain, IReadOnlyList<string> Tags, string Version, double Reliability);
