using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace DeepFix.Server.Web;

/// <summary>Where the keys are, looked up at their first use: before it, a setting that makes no sense has been refused with a sentence.</summary>
internal sealed class ProtectionKeys(Func<IXmlRepository> open) : IXmlRepository
{
    private readonly Lazy<IXmlRepository> _where = new(open);

    public IReadOnlyCollection<XElement> GetAllElements() => _where.Value.GetAllElements();

    public void StoreElement(XElement element, string friendlyName) => _where.Value.StoreElement(element, friendlyName);
}
