using System.ComponentModel;
using DeepFix.Api;

namespace DeepFix.Server.Knowledge;

/// <summary>An answer as the cache keeps it. It never changes, so that all who ask may have the same one.</summary>
[ImmutableObject(true)]
internal sealed record KeptResponse(KnowledgeResponse Answer);
