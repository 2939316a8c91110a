using DeepFix.Server.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Narration;

internal static class NarrationExtensions
{
    /// <summary>The narrator, and the model where one is switched on.</summary>
    public static void AddNarration(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Narrator>();
        const string Section = $"{ServerOptions.Section}:{nameof(ServerOptions.Narration)}";
        if (string.IsNullOrEmpty(builder.Configuration[$"{Section}:{nameof(NarrationOptions.Kind)}"])) return;
        builder.Services.AddSingleton<IChatClient>(static provider => ChatClients.Create(provider.GetRequiredService<IOptions<ServerOptions>>().Value.Narration));
    }
}
