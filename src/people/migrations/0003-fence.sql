-- The second fence: what a request asks of the database it asks in this role, for which row-level security holds, and
-- only after the database has itself found that the person holds the permission of the route. Policies and grants on the
-- tables of all modules are made by the server at its start (fence.ts), since their tables come with their own migrations.
do $$
begin
  create role kensho_fenced nologin;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'the role kensho_fenced is missing and this account may not create it'
      using hint = 'Ask the administrator of the server for: create role kensho_fenced nologin; grant kensho_fenced to <this account>';
end $$;

-- The server's account must be able to take the role; whoever made it may give it to himself.
do $$
declare
  own_role text := current_setting('role');
begin
  perform set_config('role', 'kensho_fenced', true), set_config('role', own_role, true);
exception
  when insufficient_privilege then execute format('grant kensho_fenced to %I', current_user);
end $$;

-- Called on each connection before it is used for somebody. Refuses (42501) unless the person holds the permission now.
create function enter(p_person text, p_token text, p_permission text, p_object text)
  returns void language plpgsql security definer set search_path = people, pg_temp as $$
begin
  perform set_config('kensho.granted', 'no', false), set_config('kensho.person', p_person, false),
    set_config('kensho.token', coalesce(p_token, ''), false);
  if not people.may(p_person, p_token, p_permission, p_object, clock_timestamp()) then
    raise exception '% does not hold % here', p_person, p_permission using errcode = '42501';
  end if;
  perform set_config('kensho.granted', 'yes', false);
end $$;

-- Whether whom the connection is used for holds any of these, whatever permission the route asked for.
create function entitled(p_permissions text[]) returns boolean
  language sql stable security definer set search_path = people, pg_temp as $$
  select exists (select from unnest(p_permissions) as permission
    where people.may(current_setting('kensho.person', true), nullif(current_setting('kensho.token', true), ''),
      permission, null, clock_timestamp()));
$$;
