using System.Xml.Linq;
using DeepFix.Server.Jobs.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace DeepFix.Server.Web;

/// <summary>The keys that cookies and forms are protected with, in the job store: every replica has them.</summary>
internal sealed class StoredKeys(JobDatabase database) : IXmlRepository
{
    // The framework asks without a task to wait for: at start, and once a day.
    public IReadOnlyCollection<XElement> GetAllElements()
        => Wait(() => database.QueryAsync("SELECT key FROM deepfix_keys", row => XElement.Parse(row.GetString(0)), CancellationToken.None));

    public void StoreElement(XElement element, string friendlyName)
        => Wait(() => database.ExecuteAsync(
            "INSERT INTO deepfix_keys (id, key) VALUES (@id, @key) ON CONFLICT (id) DO UPDATE SET key = excluded.key",
            CancellationToken.None, ("id", friendlyName), ("key", element.ToString(SaveOptions.DisableFormatting))));

    private static T Wait<T>(Func<Task<T>> run) => Task.Run(run).GetAwaiter().GetResult();
}
