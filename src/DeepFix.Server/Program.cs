var builder = WebApplication.CreateBuilder(args);
WebApplication app = builder.Build();
await app.RunAsync();
